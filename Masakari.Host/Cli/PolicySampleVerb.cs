using Masakari.Host.Auth.Policy;

namespace Masakari.Host.Cli;

/// <summary><c>masakari policy sample</c>: all rules with their defaults, as comments: the unchanged file changes no rule.</summary>
internal static class PolicySampleVerb
{
    private const string Head = """
        # The access rules of Masakari's API. Every rule is shown with its default: remove the "#" before a rule to change the rule.
        # The service reads the file again when the file changes. `masakari policy check` shows mistakes in it.
        # Expressions: role:x, rule:x, is_admin:True, key:value of a credential, %(project_id)s and %(user_id)s of the caller,
        # "@" (everybody), "!" (nobody), and, or, not, brackets.

        """;

    public static int Run(TextWriter output)
    {
        foreach (var line in Head.Split('\n'))
            output.WriteLine(line.TrimEnd('\r'));
        foreach (var rule in PolicyDefaults.All)
        {
            output.WriteLine($"# {rule.Description}");
            foreach (var operation in rule.Operations)
                output.WriteLine($"# {operation}");
            output.WriteLine($"#\"{rule.Name}\": \"{rule.Expression}\"");
            output.WriteLine();
        }

        return 0;
    }
}
