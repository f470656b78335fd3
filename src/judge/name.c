/* Which words are no names, by tables of ours. */
#include "judge/name.h"

#include <ctype.h>
#include <string.h>

static bool has(const char *const *words, size_t count, const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return true;
	return false;
}

#define HAS(table, s, n) has(table, sizeof(table) / sizeof(*(table)), s, n)

bool name_is_stop(const char *word, size_t n)
{
	static const char *const stops[] = {
	    /* articles, pronouns, conjunctions, prepositions, adverbs */
	    "The", "A", "An", "Its", "This", "That", "These", "Those", "It",
	    "He", "She", "They", "We", "I", "You", "One", "His", "Her", "Their",
	    "Our", "Your", "My", "And", "Or", "But", "Which", "What", "Who",
	    "Whose", "Here", "There", "When", "While", "Where", "Why", "How",
	    "Although", "Though", "As", "If", "After", "Before", "Since",
	    "Because", "Until", "Unless", "Once", "On", "In", "At", "Of", "To",
	    "For", "From", "By", "With", "Over", "Into", "About", "Between",
	    "Via", "Per", "Not", "No", "Now", "Then", "Today", "Yesterday",
	    "Tomorrow", "Finally", "Allegedly", "Reportedly", "Meanwhile",
	    "However", "Still", "Even", "Only", "Just", "Some", "Several",
	    "Multiple", "Many", "Most", "More", "All", "New", "Also", "Read",
	    "Las", "Los", "El", "La", "Le", "Les", "Der", "Die", "Das", "Il",
	    "Lo", "Un", "Una", "According",
	    /* verbs of headlines */
	    "Says", "Claims", "Reveals", "Got", "Gets", "Sues", "Solves",
	    "Reveal", "Tried", "Translated", "Is", "Are", "Was", "Might",
	    "Could", "Has", "Have",
	    /* what a rumor is told by */
	    "Report", "Reports", "Leak", "Leaks", "Rumor", "Rumors", "Sources",
	    "Source", "Update", "Updates", "Image", "Images", "Photo", "Photos",
	    "Picture", "Screenshot", "Illustration", "Credit", "Credits",
	    "Video", "Preview", "Build", "Beta", "Codename", "Chinese",
	    "Korean", "Weibo", "Twitter", "X", "Reddit", "YouTube",
	    /* trades and offices */
	    "Tipster", "Leaker", "YouTuber", "YouTubers", "Developer",
	    "Developers", "Reporter", "Journalist", "Researcher", "Analyst",
	    "Commissioner", "Secretary", "Senator", "Supervisor", "Producer",
	    "Campaigner", "Attorney", "Executive", "Archbishop", "Spokesperson",
	    "Governor", "Startup", "General", "Minister", "President",
	    "Manager", "Counsel", "Officer", "Judge", "Chair", "Chairperson",
	    "Secretary-General", "Artist", "Lady", "CEO", "CFO", "CTO", "COO",
	    "CPO", "CISO", "GM", "DLC", "User", "Users"};

	return HAS(stops, word, n);
}

/* Of which a house, an authority or a group is the last word. */
static const char *const houses[] = {"Commission", "Department", "Agency",
    "Court", "Association", "Organization", "Organisation", "Group", "Board",
    "Center", "Centre", "Institute", "University", "Council", "Committee",
    "Bureau", "Office", "Service", "Foundation", "Laboratory", "Games",
    "Entertainment", "Studios", "Inc", "Corp", "Ltd", "Co", "Company",
    "Airlines", "Parliament", "House", "Government", "Union", "Force",
    "Project", "Robotics", "Technologies", "Motors", "Police", "Patrol", "Army",
    "Administration", "Authority", "Holdings", "Media", "Genomics",
    "Interactive", "Workers", "International", "Semiconductor", "Basin",
    "Review", "Awards", "Programme", "Program", "Library", "Store", "Shop"};

/* What a headline speaks of: nobody is called so. */
static const char *const nouns[] = {"Account", "Accounts", "Access",
    "Affiliate", "Balance", "Bonus", "Bonuses", "Status", "Security",
    "Settings", "Service", "Services", "Rate", "Rates", "Savings", "Check",
    "System", "Software", "Phone", "Phones", "Device", "Devices", "Version",
    "Release", "Feature", "Features", "Rollout", "Program", "Programme", "Post",
    "Page", "Team", "Event", "Launch", "Price", "Chip", "Camera", "Battery",
    "Display", "Case", "Code", "App", "Apps", "Firmware", "Kernel", "Channel",
    "Deal", "Deals", "Easier", "Problem", "Problems", "Ahead", "Never",
    "Restoration", "Suspensions", "Patch", "Hacked", "Wellbeing", "Privacy",
    "Music", "Watch"};

static bool all_upper(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isupper((unsigned char)s[i]))
			return false;
	return true;
}

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]) && s[i] != '.')
			return false;
	return n > 0;
}

static bool ends_in(const char *s, size_t n, const char *end)
{
	size_t m = strlen(end);

	return n > m && memcmp(s + n - m, end, m) == 0;
}

/* "Tracking Musk", "Permanently": long, so that King and Emily may speak. */
static bool is_form_of_verb(const char *s, size_t n)
{
	return (n >= 8 && ends_in(s, n, "ing")) ||
	       (n >= 9 && ends_in(s, n, "ly"));
}

bool name_may_be_someone(const char *name, size_t n, bool headline)
{
	size_t words = 0, plain = 0, len = 0;
	const char *s = name, *end = name + n, *last = name, *before;

	if (n && (*name == '@' || memchr(name, '_', n)))
		return true;
	for (; s < end; s += len) {
		while (s < end && *s == ' ')
			s++;
		len = 0;
		while (s + len < end && s[len] != ' ')
			len++;
		if (!len)
			break;
		before = last;
		last = s;
		words++;
		if (words > 1 && len == (size_t)(s - before) - 1 &&
		    memcmp(before, s, len) == 0)
			return false; /* "Genesis Genesis": a caption's */
		plain += HAS(nouns, s, len) || HAS(houses, s, len);
		if (words > 1 && all_digits(s, len))
			return false; /* "Preview Build 25211" */
		if (headline && words == 1 &&
		    (is_form_of_verb(s, len) || HAS(nouns, s, len)))
			return false;
	}
	len = (size_t)(end - last);
	if (!words || plain == words)
		return false;
	if (words == 1) /* "IBM" */
		return len > 4 || !all_upper(last, len);
	/* "Lovelace GPU", "EQS SUV"; but "John J. Ray III" */
	return !(len >= 2 && all_upper(last, len) &&
		   strspn(last, "IVX") < len) &&
	       !HAS(houses, last, len);
}
