using System.CommandLine;
using Masakari.Host.Auth;

namespace Masakari.Host.Cli;

/// <summary>The options of <c>masakari policy sample</c> and <c>masakari policy check</c>.</summary>
internal static class PolicyCommands
{
    public static Command All(TextWriter output, TextWriter errors) =>
        new("policy", "Check the access rules of the API, or write a sample.")
    {
        Check(output, errors),
        Sample(output),
    };

    private static Command Sample(TextWriter output)
    {
        var sample = new Command("sample", "Print a policy file with every rule, its description and its default.");
        sample.SetAction(_ => PolicySampleVerb.Run(output));
        return sample;
    }

    private static Command Check(TextWriter output, TextWriter errors)
    {
        var file = new Option<string?>("--file")
            { Description = "Check this file instead of the files that the configuration names.", HelpName = "FILE" };
        var roles = new Option<string?>("--roles") { Description = "Show what a caller with these roles may do.", HelpName = "ROLE,ROLE" };
        var user = new Option<string?>("--user") { Description = "The id of the caller.", HelpName = "ID" };
        var project = new Option<string?>("--project") { Description = "The id of the caller's project.", HelpName = "ID" };
        var rule = new Option<string?>("--rule")
            { Description = "Ask about this rule alone. Exit code: 0 = allowed, 1 = denied.", HelpName = "NAME" };
        var check = new Command("check", "Check the policy files, and show what a caller may do.") { file, roles, user, project, rule };
        check.SetAction((command, ct) =>
        {
            var wanted = new PolicyCheckWish(command.GetValue(file), command.GetValue(rule), new RequestContext
            {
                UserId = command.GetValue(user),
                ProjectId = command.GetValue(project),
                Roles = (command.GetValue(roles) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            })
            {
                IsAboutCaller = new Option[] { roles, user, project, rule }.Any(option => command.GetResult(option) is not null),
            };
            return new PolicyCheckVerb(ConfArguments.Sources(command), output, errors).RunAsync(wanted, ct);
        });
        return check;
    }
}
