"""The completion script of each shell, which runs ``csp-tui __complete`` at each press of tab.

The scripts insert a word of the output as text; the shell never executes it.
"""

from __future__ import annotations

BASH = """\
# bash: put this in ~/.bashrc:  source <(csp-tui completion bash)
_csp_tui() {
    local IFS=$'\\n' line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            compopt -o default 2>/dev/null
            COMPREPLY=()
            return
        fi
        COMPREPLY+=("${line%%$'\\t'*}")
    done < <("${COMP_WORDS[0]}" __complete bash "${COMP_LINE:0:COMP_POINT}" \\
        "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -F _csp_tui csp-tui
"""

ZSH = """\
#compdef csp-tui
# zsh: put this in ~/.zshrc, after compinit:  source <(csp-tui completion zsh)
_csp_tui() {
    local line
    local -a values shown
    for line in "${(@f)$("${words[1]}" __complete zsh \\
        "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        if [[ $line == :files ]]; then
            _files
            return
        fi
        values+=("${line%%$'\\t'*}")
        shown+=("${line/$'\\t'/  -- }")
    done
    (( $#values )) && compadd -l -U -d shown -a values
}
if [[ ${funcstack[1]-} == _csp_tui ]]; then
    _csp_tui "$@"
else
    compdef _csp_tui csp-tui
fi
"""

FISH = """\
# fish: put this in ~/.config/fish/config.fish:  csp-tui completion fish | source
function __csp_tui_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($before[1] __complete fish $before $current 2>/dev/null)
    if contains -- :files $lines
        __fish_complete_path $current
    else
        printf '%s\\n' $lines
    end
end
complete -c csp-tui -f -a '(__csp_tui_complete)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
