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

# The daemon's tipsters, one a line; nothing where it cannot be asked.
_hearsay_tipsters() {
  hearsay --colour never --columns 0 tipsters 2>/dev/null |
    sed -e 1d -e 's/  .*//'
}

# _hearsay_names TYPED WORD: those that begin with what was typed, from the
# word on that stands at the cursor. Names come from feeds: quoted, and never
# given to compgen, which would expand them.
_hearsay_names() {
  local typed=${1,,} skip=$((${#1} - ${#2})) name
  COMPREPLY=()
  while IFS= read -r name; do
    if [ "${name:0:${#typed}}" != "$1" ] &&
      [ "$(printf '%s' "${name:0:${#typed}}" | tr '[:upper:]' '[:lower:]')" \
        != "$typed" ]; then
      continue
    fi
    printf -v name %q "${name:skip}"
    COMPREPLY+=("$name")
  done < <(_hearsay_tipsters)
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
  case $command:${COMP_WORDS[COMP_CWORD - 1]} in
    rumors:--tipster)
      _hearsay_names "$word" "$word"
      return
      ;;
    tipster:--limit) return ;;
    tipster:*)
      if [ "${word:0:1}" != - ]; then
        _hearsay_names "${COMP_WORDS[*]:i+1:COMP_CWORD-i}" "$word"
        # The words of a name need no quotes.
        COMPREPLY=("${COMPREPLY[@]//\\ / }")
        return
      fi
      ;;
  esac
  case $command in
    backup | parse | analyze | cluster | replay | track | record | import)
      compopt -o default 2>/dev/null
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$(_hearsay_words "$command")" \
    -- "$word")
}

complete -F _hearsay hearsay
