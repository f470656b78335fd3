#!/bin/sh
# The completions of bash and zsh, asked as the shells ask them.
. "$(dirname "$0")/lib.sh"
need bash
plan 6

mkdir "$scratch/bin"
ln -s "$hearsay" "$scratch/bin/hearsay"
PATH=$scratch/bin:$PATH
export PATH
# offered WORD...: what bash offers for the last word
offered() {
  bash -c '. "$0"
    COMP_WORDS=(hearsay "$@") COMP_CWORD=$#
    _hearsay 2>/dev/null
    printf "%s\n" "${COMPREPLY[@]}"' \
    "$HEARSAY_SRCDIR/etc/completion/hearsay.bash" "$@"
}
is "commands are offered" "$(offered rum | sort | tr '\n' ' ')" "rumor rumors "
is "all that --help lists" \
  "$(offered '' | grep -vc '^--')" \
  "$(h --help | grep -c '^  [a-z]')"
is "options of a command" "$(offered rumors --st)" --status
is "behind options before the command" \
  "$(offered --columns 80 rumors --st)" --status
is "and what it explains" "$(offered explain s)" story
if command -v zsh >/dev/null 2>&1; then
  ok "zsh can read its own" zsh -n "$HEARSAY_SRCDIR/etc/completion/_hearsay"
else
  test_number=$((test_number + 1))
  echo "ok $test_number - zsh can read its own # SKIP zsh is not installed"
fi
