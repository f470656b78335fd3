/*
 * The children net and parse, in this process and without sockets: this
 * module has the functions of ipc/child.h, and the linker takes it in place of
 * ipc/child.c. What core asks and what it hears are the same frames; parse is
 * the real one, net is the simulated world.
 */
#ifndef HEARSAY_SIM_SIMCHILD_H
#define HEARSAY_SIM_SIMCHILD_H

#include <stddef.h>

/* net dies: what it was asked is lost, and another one starts. */
void simchild_kill_net(void);

/* A document that has these words in it kills parse. */
#define SIMCHILD_POISON "what-kills-a-parser"

#endif
