/* hearsayd: one binary in three roles. */
int main(void)
{
	return 0;
}
