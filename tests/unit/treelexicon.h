/* The lexicon that the tests judge by: the one of the tree. */
#ifndef HEARSAY_TESTS_TREELEXICON_H
#define HEARSAY_TESTS_TREELEXICON_H

struct lexicon;

/* Where it cannot be read, it says why and ends the program. */
struct lexicon *lexicon_of_tree(void);

#endif
