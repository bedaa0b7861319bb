using System.CommandLine;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari completion</c>: scripts by which a shell completes commands, options and their words.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # Completion of masakari for bash. Use it with: source <(masakari completion bash)
        _masakari() {
            local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]} found others
            found=$(masakari "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            # Options are offered when one is begun, and where nothing else can stand.
            others=$(grep -v '^-' <<< "$found")
            [[ $word == -* || -z $others ]] || found=$others
            COMPREPLY=($(compgen -W "$found" -- "$word"))
        }
        complete -o default -F _masakari masakari

        """;

    // The last lines serve both ways of use: a file in a folder of $fpath runs when the first word is completed.
    private const string Zsh = """
        #compdef masakari
        # Completion of masakari for zsh. Use it with: source <(masakari completion zsh)
        # Or write it to the file _masakari in a folder of $fpath.
        _masakari() {
            local line="masakari ${(j: :)words[2,CURRENT-1]} $PREFIX"
            (( CURRENT > 2 )) || line="masakari $PREFIX"
            local -a found others
            found=(${(f)"$(masakari "[suggest:$#line]" "$line" 2>/dev/null)"})
            # Options are offered when one is begun, and where nothing else can stand.
            others=(${found:#-*})
            [[ $PREFIX == -* || $#others == 0 ]] || found=($others)
            compadd -- $found || _files
        }
        if [[ $funcstack[1] == _masakari ]]; then
            _masakari "$@"
        else
            (( $+functions[compdef] )) || { autoload -U compinit && compinit; }
            compdef _masakari masakari
        fi

        """;

    public static Command All(TextWriter output) => new("completion", "Print a script by which the shell completes the commands.")
    {
        Script("bash", "For bash.", Bash, output), Script("zsh", "For zsh.", Zsh, output),
    };

    private static ExampleCommand Script(string name, string help, string text, TextWriter output)
    {
        var command = new ExampleCommand(name, help, $"completion {name} > ~/.masakari-completion.{name}");
        command.SetAction(_ => output.Write(text.ReplaceLineEndings("\n")));
        return command;
    }
}
