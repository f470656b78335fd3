# Makes a C file of the page's stylesheet and script: one string each.
# awk -f embed.awk style.css script.js
BEGIN {
	print "/* Made from src/view/web by embed.awk. */"
	print "#include \"view/web.h\""
}
FNR == 1 {
	if (NR > 1)
		print "    ;"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\..*/, "", name)
	printf "\nconst char web_%s[] =\n", name
}
{
	gsub(/\\/, "\\\\\\\\")
	gsub(/"/, "\\\\\"")
	printf "    \"%s\\n\"\n", $0
}
END { print "    ;" }
