/*
 * Every bound on what comes from outside, in one place. Sizes are in bytes
 * unless the name says otherwise.
 */
#ifndef HEARSAY_BASE_CAPS_H
#define HEARSAY_BASE_CAPS_H

#define CAP_FRAME	 (24u << 20) /* one message between roles */
#define CAP_BODY	 (8u << 20)  /* a feed document, decompressed */
#define CAP_PAGE	 (4u << 20)  /* an HTML page, decompressed */
#define CAP_HEADERS	 (64u << 10) /* all headers of one reply */
#define CAP_URL		 4096u
#define CAP_ENTRIES	 5000u	      /* entries kept of one document */
#define CAP_ENTRY_HTML	 (512u << 10) /* content kept of one entry */
#define CAP_TITLE	 1024u	      /* an item's title, cut at a character */
#define CAP_ITEM_TEXT	 (64u << 10)  /* text that is judged and stored */
#define CAP_ID		 4096u	      /* guid; longer ones are hashed */
#define CAP_CLAIMS	 64u	      /* claims kept of one item */
#define CAP_MAIL	 (1u << 20)   /* one composed message */
#define CAP_HOOK	 (256u << 10) /* one post, or its template */
#define CAP_REPLY	 (32u << 20)  /* one answer of the status socket */
#define CAP_REQUEST_HEAD (16u << 10)  /* request line and headers */
#define CAP_REQUEST_BODY (256u << 10)
#define CAP_OPML	 (4u << 20)  /* a list of feeds to be imported */
#define CAP_IMPORT	 (16u << 20) /* the same, on the control socket */
#define CAP_OUTLINES	 10000u	     /* of such a list */
#define CAP_FOUND	 64u	     /* feeds that one page may name */
#define CAP_CONNECTIONS	 64u	     /* at once, on one socket */
#define CAP_UNSENT	 (64u << 20) /* of all answers of one socket */
#define CAP_UNREAD	 (1u << 20)  /* of a stream; then it is dropped */
#define CAP_CONFIG	 (1u << 20)
#define CAP_LEXICON	 (4u << 20)   /* one lexicon file */
#define CAP_PARSE_MEMORY (768u << 20) /* address space of the parse role */
#define CAP_IN_FLIGHT	 (48u << 20)  /* bodies that net holds at once */
#define CAP_LINE	 (16u << 20)  /* one line of an offline filter */

#endif
