/*
 * The children in this process and without sockets, behind standin.h: what
 * core asks and what it hears are the same frames, after as long as it takes;
 * parse and seal are the real ones, net is the simulated world.
 */
#ifndef HEARSAY_SIM_SIMCHILD_H
#define HEARSAY_SIM_SIMCHILD_H

#include <stddef.h>

/* net dies: what it was asked is lost, and another one starts. */
void simchild_kill_net(void);

/* A document that has these words in it kills parse. */
#define SIMCHILD_POISON "what-kills-a-parser"

#endif
