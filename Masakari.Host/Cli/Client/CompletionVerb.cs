using System.CommandLine;

namespace Masakari.Host.Cli.Client;

/// <summary><c>masakari completion</c>: scripts by which a shell completes commands, options and their words.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # Completion of masakari for bash. Use it with: source <(masakari completion bash)
        _masakari() {
            local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
            COMPREPLY=($(compgen -W "$(masakari "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _masakari masakari

        """;

    private const string Zsh = """
        #compdef masakari
        # Completion of masakari for zsh. Use it with: source <(masakari completion zsh)
        _masakari() {
            local -a words_of_masakari
            words_of_masakari=("${(@f)$(masakari "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- $words_of_masakari
            _files
        }
        compdef _masakari masakari

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
