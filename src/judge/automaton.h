/*
 * Many patterns, one pass: all places of a text where a pattern stands and a
 * word may begin. Build it once with automaton_add(), close it with
 * automaton_ready(); from then on it is constant, and small.
 */
#ifndef HEARSAY_JUDGE_AUTOMATON_H
#define HEARSAY_JUDGE_AUTOMATON_H

#include <stddef.h>
#include <stdint.h>

struct automaton;

struct automaton_hit {
	uint32_t start, end; /* bytes of the text */
	uint32_t pattern;
};

struct automaton *automaton_new(void);
void automaton_free(struct automaton *);

/* The pattern's number, counted from 0; the same for the same bytes. n > 0. */
uint32_t automaton_add(struct automaton *, const char *bytes, size_t n);
void automaton_ready(struct automaton *);

/*
 * Calls on_hit for the patterns in the folded text, in order of their
 * starts; of those that start together the shortest first. What starts
 * within an ASCII word or within a character is passed over.
 */
void automaton_scan(const struct automaton *, const char *text, size_t n,
    void (*on_hit)(void *ctx, const struct automaton_hit *), void *ctx);

#endif
