using System.CommandLine;
using Masakari.Host.Auth;

namespace Masakari.Host.Cli;

/// <summary>The options of <c>masakari policy sample</c> and <c>masakari policy check</c>.</summary>
internal static class PolicyCommands
{
    public static Command All(TextWriter output, TextWriter errors) => new("policy", "Help with the rules of who may do what.") { Check(output, errors), Sample(output) };

    private static Command Sample(TextWriter output)
    {
        var sample = new Command("sample", "Write a policy file with every rule in it, at its default.");
        sample.SetAction(_ => PolicySampleVerb.Run(output));
        return sample;
    }

    private static Command Check(TextWriter output, TextWriter errors)
    {
        var file = new Option<string?>("--file") { Description = "Look at this file instead of those of the configuration.", HelpName = "FILE" };
        var roles = new Option<string?>("--roles") { Description = "Say what a caller with these roles may do.", HelpName = "ROLE,ROLE" };
        var user = new Option<string?>("--user") { Description = "The id of that caller.", HelpName = "ID" };
        var project = new Option<string?>("--project") { Description = "The id of that caller's project.", HelpName = "ID" };
        var rule = new Option<string?>("--rule") { Description = "Only this rule; ends with 1 when it denies.", HelpName = "NAME" };
        var check = new Command("check", "Say whether the policy files can be used, and whom they let do what.") { file, roles, user, project, rule };
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
