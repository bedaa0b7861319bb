using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>[oslo_policy]: where the rules stand.</summary>
internal sealed record PolicyOptions
{
    /// <summary>The name of the main file; a relative one is looked for in <see cref="Places"/>.</summary>
    public string File { get; init; } = "policy.yaml";

    /// <summary>Folders of further files; relative ones are looked for in <see cref="Places"/>.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["policy.d"];

    /// <summary>Whether a pipe is read. The service does not wait for a writer, and takes a pipe for an empty file.</summary>
    public bool ReadsPipes { get; init; }

    /// <summary>Where relative names are looked for, the first place first.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>The rule that stands for rules that don't exist.</summary>
    public string DefaultRule { get; init; } = "default";

    /// <summary>How long a policy server may take for its answer.</summary>
    public TimeSpan RemoteLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether policy servers are sent JSON instead of a form.</summary>
    public bool RemoteTakesJson { get; init; }

    internal static PolicyOptions Read(Conf conf)
    {
        var section = conf.Section("oslo_policy");
        section.Bool(
            "enforce_scope", true,
            "Has no effect: the rules look at roles alone, so tokens of any scope (project, domain, system) are accepted.");
        section.Bool("enforce_new_defaults", true, "Has no effect: there is one set of defaults.");
        return new PolicyOptions
        {
            File = section.Text(
                "policy_file", "policy.yaml",
                "The policy file. A relative name is searched next to the configuration files. Without the file, the defaults apply."),
            Folders = section.Multi(
                "policy_dirs", ["policy.d"],
                "A folder whose files are read after policy_file. If several files name a rule, the last one applies."),
            DefaultRule = section.Text("policy_default_rule", "default", "The rule that applies in place of a rule that does not exist."),
            RemoteLimit = TimeSpan.FromSeconds(section.Decimal(
                "remote_timeout", 10,
                "The time limit for an answer of a policy server (http: and https: checks), in seconds.", min: 0.001, max: 3600)),
            RemoteTakesJson = section.Text(
                "remote_content_type", "application/x-www-form-urlencoded", "The format of requests to policy servers.",
                choices: ["application/x-www-form-urlencoded", "application/json"]) == "application/json",
            Places = conf.PlacesOfOtherFiles,
        };
    }
}
