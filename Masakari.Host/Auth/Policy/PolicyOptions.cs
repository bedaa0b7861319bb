using Masakari.Core.Configuration;

namespace Masakari.Host.Auth.Policy;

/// <summary>[oslo_policy]: where the rules stand.</summary>
internal sealed record PolicyOptions
{
    /// <summary>The name of the main file; a relative one is looked for in <see cref="Places"/>.</summary>
    public string File { get; init; } = "policy.yaml";

    /// <summary>Folders of further files; relative ones are looked for in <see cref="Places"/>.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["policy.d"];

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
        section.Bool("enforce_scope", true, "Without effect: no rule is bound to a scope, so tokens of projects, domains and the system are all let in by their roles.");
        section.Bool("enforce_new_defaults", true, "Without effect: there is one set of defaults.");
        return new PolicyOptions
        {
            File = section.Text("policy_file", "policy.yaml", "The policy, looked for beside the configuration. While there is none, the defaults hold."),
            Folders = section.Multi("policy_dirs", ["policy.d"], "A folder whose files are read after policy_file; the last one to name a rule wins."),
            DefaultRule = section.Text("policy_default_rule", "default", "The rule that stands for rules that don't exist."),
            RemoteLimit = TimeSpan.FromSeconds(section.Decimal(
                "remote_timeout", 10, "How many seconds a policy server (http: and https: checks) may take.", min: 0.001, max: 3600)),
            RemoteTakesJson = section.Text(
                "remote_content_type", "application/x-www-form-urlencoded", "What policy servers are sent.",
                choices: ["application/x-www-form-urlencoded", "application/json"]) == "application/json",
            Places = conf.PlacesOfOtherFiles,
        };
    }
}
