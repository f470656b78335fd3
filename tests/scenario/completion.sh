#!/bin/sh
# The completions of bash and zsh, asked as the shells ask them.
. "$(dirname "$0")/lib.sh"
need bash
plan 10

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

# --- names, which come from feeds

# named WORD...: the same, where the daemon has these tipsters
named() {
  (
    cd "$scratch" || exit 1
    bash -c '. "$0"
      _hearsay_tipsters() {
        printf "%s\n" "Digital Chat Station" "Dig \$(touch here)" "数码甲"
      }
      COMP_WORDS=(hearsay "$@") COMP_CWORD=$#
      _hearsay 2>/dev/null
      printf "%s\n" "${COMPREPLY[@]}"' \
      "$HEARSAY_SRCDIR/etc/completion/hearsay.bash" "$@"
  )
}
is "a name is offered from the word at the cursor on" \
  "$(named tipster digital c)" "Chat Station"
is "what would be run is quoted, and is not run" "$(named tipster dig)" \
  "Digital Chat Station
Dig \\\$\\(touch here\\)"
ok "not by the completion either" test ! -e "$scratch/here"
is "as the value of an option it is one word" "$(named rumors --tipster Digi)" \
  'Digital\ Chat\ Station'
if command -v zsh >/dev/null 2>&1; then
  ok "zsh can read its own" zsh -n "$HEARSAY_SRCDIR/etc/completion/_hearsay"
else
  test_number=$((test_number + 1))
  echo "ok $test_number - zsh can read its own # SKIP zsh is not installed"
fi
