# bash completion for hearsay(1). Commands and options are asked of the
# program itself, so that this never knows other ones.

_hearsay_commands() {
  hearsay --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p'
}

# _hearsay_words COMMAND: its options, and the words that it takes
_hearsay_words() {
  hearsay "$1" --help 2>/dev/null | grep -o -e '--[a-z][a-z-]*' | sort -u
  case $1 in
    explain) echo story rumor item ;;
    feed) echo add find poll pause resume remove ;;
    merge | split) echo story rumor ;;
    digest) echo preview send ;;
  esac
}

_hearsay() {
  local word=${COMP_WORDS[COMP_CWORD]} command='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --socket | --colour | --columns) i=$((i + 1)) ;;
      -*) ;;
      *)
        command=${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  if [ -z "$command" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_hearsay_commands) --socket \
      --json --colour --columns --help --version" -- "$word")
    return
  fi
  case $command in
    parse | analyze | cluster | replay | track | record | import)
      compopt -o default 2>/dev/null
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$(_hearsay_words "$command")" \
    -- "$word")
}

complete -F _hearsay hearsay
