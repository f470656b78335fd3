/* A disk in memory, what of it is synced, and SQLite's door to it. */
#include "faultvfs.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"

#define FILES	  16
#define SECTOR	  512
#define SHM_PAGES 16
#define SHM_LOCKS 8

struct file {
	char *name;
	bool exists;
	unsigned char *data;
	size_t len, cap;
	/* of those who have it open */
	int shared, reserved, exclusive; /* locks of the file */
	void *shm[SHM_PAGES];
	int shm_shared[SHM_LOCKS], shm_exclusive[SHM_LOCKS];
};

struct disk {
	struct file files[FILES];
	size_t n;
};

enum op_kind { OP_WRITE, OP_TRUNCATE, OP_DELETE, OP_SYNC, OP_LOSE };

struct op {
	enum op_kind kind;
	size_t file, offset, len;
	unsigned char *data;
};

struct recording {
	struct disk *durable; /* as of `done` */
	struct op *ops;
	size_t n, cap, done;
	size_t *pending; /* ops that no sync has followed, in order */
	size_t pending_n;
};

static struct {
	struct disk *disk;
	struct recording *recording; /* NULL: none is made */
	enum fault fault;
	size_t calls_left;
	bool lasting, failed;
	uint64_t random; /* the same numbers in each run, and none twice */
} state;

/* --- files --- */

static size_t disk_find(struct disk *d, const char *name)
{
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->files[i].name, name))
			return i;
	if (d->n == FILES)
		abort();
	d->files[d->n] = (struct file){.name = mem_strdup(name)};
	return d->n++;
}

static void file_size(struct file *f, size_t len)
{
	if (len > f->cap) {
		f->cap = len + len / 2 + 4096;
		f->data = mem_grow(f->data, f->cap, 1);
	}
	if (len > f->len)
		memset(f->data + f->len, 0, len - f->len);
	f->len = len;
}

static void file_write(
    struct file *f, size_t offset, const unsigned char *data, size_t len)
{
	f->exists = true;
	if (offset + len > f->len)
		file_size(f, offset + len);
	memcpy(f->data + offset, data, len);
}

static void disk_free(struct disk *d)
{
	for (size_t i = 0; d && i < d->n; i++) {
		free(d->files[i].name);
		free(d->files[i].data);
		for (size_t k = 0; k < SHM_PAGES; k++)
			free(d->files[i].shm[k]);
	}
	free(d);
}

static struct disk *disk_copy(const struct disk *d)
{
	struct disk *copy = mem_alloc(sizeof(*copy));

	for (size_t i = 0; i < d->n; i++) {
		struct file *f =
		    &copy->files[disk_find(copy, d->files[i].name)];

		f->exists = d->files[i].exists;
		file_size(f, d->files[i].len);
		if (f->len)
			memcpy(f->data, d->files[i].data, f->len);
	}
	return copy;
}

/* --- what reaches the disk --- */

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void apply(struct disk *d, const struct op *op)
{
	struct file *f = &d->files[op->file];

	if (op->kind == OP_WRITE)
		file_write(f, op->offset, op->data, op->len);
	else if (op->kind == OP_TRUNCATE)
		file_size(f, op->offset);
	else
		f->exists = false;
	if (!f->exists)
		f->len = 0;
}

/* Of one sector of a write. */
static void apply_part(struct disk *d, const struct op *op, size_t from,
    size_t to, uint64_t chance)
{
	struct op part = {.kind = OP_WRITE,
	    .file = op->file,
	    .offset = op->offset + from,
	    .len = to - from,
	    .data = op->data + from};
	unsigned char garbage[SECTOR];

	if (chance % 8 < 3)
		return;
	if (chance % 8 == 3) {
		for (size_t i = 0; i < SECTOR; i++)
			garbage[i] = (unsigned char)mix(chance + i);
		part.data = garbage;
	}
	apply(d, &part);
}

static void apply_some(struct disk *d, const struct op *op, uint64_t seed)
{
	size_t from = 0, to;

	if (op->kind != OP_WRITE) {
		if (mix(seed) % 2)
			apply(d, op);
		return;
	}
	for (; from < op->len; from = to) {
		to = from + SECTOR - (op->offset + from) % SECTOR;
		if (to > op->len)
			to = op->len;
		apply_part(d, op, from, to, mix(seed + from));
	}
}

/* A sync of its file has followed, or failed. */
static void settle_pending(struct recording *r, const struct op *sync)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->pending_n; i++) {
		size_t at = r->pending[i];

		if (r->ops[at].file != sync->file)
			r->pending[kept++] = at;
		else if (sync->kind == OP_SYNC)
			apply(r->durable, &r->ops[at]);
		else
			apply_some(r->durable, &r->ops[at], mix(at + 1));
	}
	r->pending_n = kept;
}

struct disk *recording_cut(
    struct recording *r, size_t moment, enum cut how, uint64_t seed)
{
	struct disk *d;

	if (!r->pending)
		r->pending = mem_array(r->n + 1, sizeof(*r->pending));
	for (; r->done < moment; r->done++) {
		const struct op *op = &r->ops[r->done];

		if (op->kind == OP_SYNC || op->kind == OP_LOSE)
			settle_pending(r, op);
		else
			r->pending[r->pending_n++] = r->done;
	}
	d = disk_copy(r->durable);
	for (size_t i = 0; i < r->pending_n && how != CUT_LOSES; i++) {
		const struct op *op = &r->ops[r->pending[i]];
		bool last = r->pending[i] + 1 == moment;

		if (how == CUT_MIXES || (how == CUT_TEARS && last))
			apply_some(d, op, mix(seed + r->pending[i]));
		else
			apply(d, op);
	}
	return d;
}

/* --- recording --- */

static void record(enum op_kind kind, const struct file *f, size_t offset,
    const void *data, size_t len)
{
	struct recording *r = state.recording;
	struct op *op;

	if (!r)
		return;
	if (r->n == r->cap) {
		r->cap = r->cap * 2 + 1024;
		r->ops = mem_grow(r->ops, r->cap, sizeof(*r->ops));
	}
	op = &r->ops[r->n++];
	*op = (struct op){
	    kind, disk_find(r->durable, f->name), offset, len, NULL};
	if (data) {
		op->data = mem_alloc(len + 1);
		memcpy(op->data, data, len);
	}
}

void faultvfs_record(void)
{
	recording_free(state.recording);
	state.recording = mem_alloc(sizeof(*state.recording));
	state.recording->durable = disk_copy(state.disk);
}

size_t faultvfs_moment(void)
{
	return state.recording->n;
}

struct recording *faultvfs_recorded(void)
{
	struct recording *r = state.recording;

	state.recording = NULL;
	return r;
}

size_t recording_length(const struct recording *r)
{
	return r->n;
}

void recording_free(struct recording *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++)
		free(r->ops[i].data);
	disk_free(r->durable);
	free(r->ops);
	free(r->pending);
	free(r);
}

/* --- failing --- */

void faultvfs_fail(enum fault fault, size_t nth, bool lasting)
{
	state.fault = fault;
	state.calls_left = nth;
	state.lasting = lasting;
	state.failed = state.failed && fault == FAULT_NONE;
}

bool faultvfs_failed(void)
{
	return state.failed;
}

static bool fails(enum fault fault)
{
	if (state.fault != fault || (state.failed && !state.lasting))
		return false;
	if (state.calls_left) {
		state.calls_left--;
		return false;
	}
	state.failed = true;
	return true;
}

/* --- an open file --- */

struct handle {
	sqlite3_file base;
	struct file *file;
	int lock;
	unsigned shm_shared, shm_exclusive; /* masks */
	bool delete_on_close;
};

static int on_read(sqlite3_file *s, void *to, int n, sqlite3_int64 offset)
{
	const struct file *f = ((struct handle *)s)->file;
	size_t at = (size_t)offset, want = (size_t)n, have;

	if (fails(FAULT_READ))
		return SQLITE_IOERR_READ;
	have = at >= f->len ? 0 : f->len - at < want ? f->len - at : want;
	if (have)
		memcpy(to, f->data + at, have);
	memset((char *)to + have, 0, want - have);
	return have == want ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int on_write(
    sqlite3_file *s, const void *data, int n, sqlite3_int64 offset)
{
	struct file *f = ((struct handle *)s)->file;
	size_t at = (size_t)offset, len = (size_t)n;

	if (fails(FAULT_WRITE))
		return SQLITE_IOERR_WRITE;
	if (at + len > f->len && fails(FAULT_FULL))
		return SQLITE_FULL;
	file_write(f, at, data, len);
	record(OP_WRITE, f, at, data, len);
	return SQLITE_OK;
}

static int on_truncate(sqlite3_file *s, sqlite3_int64 size)
{
	struct file *f = ((struct handle *)s)->file;

	if (fails(FAULT_WRITE))
		return SQLITE_IOERR_TRUNCATE;
	file_size(f, (size_t)size);
	record(OP_TRUNCATE, f, (size_t)size, NULL, 0);
	return SQLITE_OK;
}

static int on_sync(sqlite3_file *s, int flags)
{
	const struct file *f = ((struct handle *)s)->file;
	bool failed = fails(FAULT_SYNC);

	(void)flags;
	record(failed ? OP_LOSE : OP_SYNC, f, 0, NULL, 0);
	return failed ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int on_size(sqlite3_file *s, sqlite3_int64 *size)
{
	*size = (sqlite3_int64)((struct handle *)s)->file->len;
	return SQLITE_OK;
}

static int on_lock(sqlite3_file *s, int level)
{
	struct handle *h = (struct handle *)s;
	struct file *f = h->file;

	if (level <= h->lock)
		return SQLITE_OK;
	if (h->lock == SQLITE_LOCK_NONE) {
		if (f->exclusive)
			return SQLITE_BUSY;
		f->shared++;
		h->lock = SQLITE_LOCK_SHARED;
	}
	if (level >= SQLITE_LOCK_RESERVED && h->lock < SQLITE_LOCK_RESERVED) {
		if (f->reserved)
			return SQLITE_BUSY;
		f->reserved++;
		h->lock = SQLITE_LOCK_RESERVED;
	}
	if (level == SQLITE_LOCK_EXCLUSIVE) {
		if (f->shared > 1)
			return SQLITE_BUSY;
		f->exclusive++;
		h->lock = SQLITE_LOCK_EXCLUSIVE;
	}
	return SQLITE_OK;
}

static int on_unlock(sqlite3_file *s, int level)
{
	struct handle *h = (struct handle *)s;
	struct file *f = h->file;

	if (h->lock == SQLITE_LOCK_EXCLUSIVE && level < SQLITE_LOCK_EXCLUSIVE)
		f->exclusive--;
	if (h->lock >= SQLITE_LOCK_RESERVED && level < SQLITE_LOCK_RESERVED)
		f->reserved--;
	if (h->lock >= SQLITE_LOCK_SHARED && level < SQLITE_LOCK_SHARED)
		f->shared--;
	if (level < h->lock)
		h->lock = level;
	return SQLITE_OK;
}

static int on_check_lock(sqlite3_file *s, int *reserved)
{
	*reserved = ((struct handle *)s)->file->reserved > 0;
	return SQLITE_OK;
}

static int on_control(sqlite3_file *s, int what, void *arg)
{
	(void)s;
	(void)what;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int on_sector_size(sqlite3_file *s)
{
	(void)s;
	return SECTOR;
}

static int on_traits(sqlite3_file *s)
{
	(void)s;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int on_shm_map(
    sqlite3_file *s, int page, int size, int extend, void volatile **out)
{
	struct file *f = ((struct handle *)s)->file;

	if (page >= SHM_PAGES)
		return SQLITE_IOERR_SHMMAP;
	if (!f->shm[page] && extend)
		f->shm[page] = mem_alloc((size_t)size);
	*out = f->shm[page];
	return SQLITE_OK;
}

static int shm_lock_one(struct handle *h, int slot, int flags)
{
	struct file *f = h->file;
	unsigned bit = 1u << slot;
	bool unlock = flags & SQLITE_SHM_UNLOCK;

	if (flags & SQLITE_SHM_SHARED) {
		if (unlock == !(h->shm_shared & bit))
			return SQLITE_OK;
		if (!unlock && f->shm_exclusive[slot])
			return SQLITE_BUSY;
		f->shm_shared[slot] += unlock ? -1 : 1;
		h->shm_shared ^= bit;
		return SQLITE_OK;
	}
	if (unlock == !(h->shm_exclusive & bit))
		return SQLITE_OK;
	if (!unlock && (f->shm_exclusive[slot] || f->shm_shared[slot]))
		return SQLITE_BUSY;
	f->shm_exclusive[slot] += unlock ? -1 : 1;
	h->shm_exclusive ^= bit;
	return SQLITE_OK;
}

static int on_shm_lock(sqlite3_file *s, int first, int n, int flags)
{
	struct handle *h = (struct handle *)s;

	for (int i = first; i < first + n; i++) {
		if (!shm_lock_one(h, i, flags))
			continue;
		while (i-- > first)
			shm_lock_one(h, i,
			    (flags & ~SQLITE_SHM_LOCK) | SQLITE_SHM_UNLOCK);
		return SQLITE_BUSY;
	}
	return SQLITE_OK;
}

static void on_shm_barrier(sqlite3_file *s)
{
	(void)s;
}

static int on_shm_unmap(sqlite3_file *s, int delete)
{
	struct file *f = ((struct handle *)s)->file;

	for (size_t i = 0; i < SHM_PAGES && delete; i++) {
		free(f->shm[i]);
		f->shm[i] = NULL;
	}
	return SQLITE_OK;
}

static int on_close(sqlite3_file *s)
{
	struct handle *h = (struct handle *)s;

	on_unlock(s, SQLITE_LOCK_NONE);
	if (h->delete_on_close)
		h->file->exists = false;
	return SQLITE_OK;
}

/* --- the VFS --- */

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *s,
    int flags, int *out_flags)
{
	static const sqlite3_io_methods methods = {2, on_close, on_read,
	    on_write, on_truncate, on_sync, on_size, on_lock, on_unlock,
	    on_check_lock, on_control, on_sector_size, on_traits, on_shm_map,
	    on_shm_lock, on_shm_barrier, on_shm_unmap, NULL, NULL};
	struct handle *h = (struct handle *)s;
	struct file *f;

	(void)vfs;
	*h = (struct handle){0};
	f = &state.disk->files[disk_find(state.disk, name ? name : "temp")];
	if (!f->exists && !(flags & SQLITE_OPEN_CREATE))
		return SQLITE_CANTOPEN;
	if (!f->exists)
		f->len = 0;
	f->exists = true;
	h->file = f;
	h->delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE;
	h->base.pMethods = &methods;
	if (out_flags)
		*out_flags = flags;
	return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	struct file *f = &state.disk->files[disk_find(state.disk, name)];

	(void)vfs;
	if (!f->exists)
		return SQLITE_IOERR_DELETE_NOENT;
	if (fails(FAULT_WRITE))
		return SQLITE_IOERR_DELETE;
	f->exists = false;
	f->len = 0;
	record(OP_DELETE, f, 0, NULL, 0);
	if (sync)
		record(OP_SYNC, f, 0, NULL, 0);
	return SQLITE_OK;
}

static int on_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	const struct file *f = &state.disk->files[disk_find(state.disk, name)];

	(void)vfs;
	*out = f->exists && (flags != SQLITE_ACCESS_EXISTS || f->len > 0);
	return SQLITE_OK;
}

static int on_full_path(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	(void)vfs;
	sqlite3_snprintf(size, out, "%s", name);
	return SQLITE_OK;
}

static int on_randomness(sqlite3_vfs *vfs, int n, char *out)
{
	(void)vfs;
	for (int i = 0; i < n; i++)
		out[i] = (char)mix(++state.random);
	return n;
}

static int on_sleep(sqlite3_vfs *vfs, int us)
{
	(void)vfs;
	return us;
}

static int on_time(sqlite3_vfs *vfs, double *julian)
{
	(void)vfs;
	*julian = 2460000.5;
	return SQLITE_OK;
}

static int on_last_error(sqlite3_vfs *vfs, int n, char *out)
{
	(void)vfs;
	(void)n;
	(void)out;
	return 0;
}

static sqlite3_vfs vfs = {.iVersion = 1,
    .szOsFile = sizeof(struct handle),
    .mxPathname = 512,
    .zName = "fault",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_path,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTime = on_time,
    .xGetLastError = on_last_error};

void faultvfs_mount(struct disk *d)
{
	disk_free(state.disk);
	state.disk = d ? d : mem_alloc(sizeof(*d));
}

void faultvfs_begin(void)
{
	faultvfs_mount(NULL);
	faultvfs_fail(FAULT_NONE, 0, false);
	state.random = 0;
	sqlite3_vfs_register(&vfs, 1);
}

void faultvfs_end(void)
{
	sqlite3_vfs_unregister(&vfs);
	recording_free(faultvfs_recorded());
	disk_free(state.disk);
	state.disk = NULL;
}

unsigned char *faultvfs_bytes(const char *name, size_t *len)
{
	for (size_t i = 0; i < state.disk->n; i++) {
		const struct file *f = &state.disk->files[i];

		if (!strcmp(f->name, name) && f->exists) {
			*len = f->len;
			return f->data;
		}
	}
	return NULL;
}
