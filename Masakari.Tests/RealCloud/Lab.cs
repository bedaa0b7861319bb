using System.Text.RegularExpressions;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// The lab: a real Keystone and Nova on loopback, with nova-compute processes that can be killed. Its control script is expected
/// beside the checkout, or at the path in MASAKARI_LAB.
/// </summary>
internal sealed partial class Lab
{
    private static readonly TimeSpan Installation = TimeSpan.FromMinutes(10), Verb = TimeSpan.FromMinutes(8);
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly string script;
    private readonly Dictionary<string, string> variables;

    private Lab(string script, Dictionary<string, string> variables) => (this.script, this.variables) = (script, variables);

    /// <summary>Whether there is a lab on this machine.</summary>
    public static bool Exists => Script is not null;

    /// <summary>The variables of the administrator's account only (<c>OS_…</c>).</summary>
    public IReadOnlyDictionary<string, string> Account => variables.Where(one => one.Key.StartsWith("OS_", StringComparison.Ordinal)).ToDictionary();

    /// <summary>One of the <c>OS_…</c> and <c>LAB_…</c> variables.</summary>
    public string this[string name] => variables[name];

    /// <summary>Starts the services that do not run yet; on a fresh machine it installs the packages first.</summary>
    public static async Task<Lab> UpAsync()
    {
        var script = Script ?? throw new InvalidOperationException("There is no lab.");
        await Tool.RunAsync(script, ["up"], Nothing, "", Installation);
        var exports = await Tool.RunAsync(script, ["env"], Nothing, "", Verb);
        return new Lab(script, Export().Matches(exports).ToDictionary(line => line.Groups["name"].Value, line => line.Groups["value"].Value));
    }

    /// <summary>Makes sure that every compute host runs and is enabled, and that there are no servers.</summary>
    public Task ResetAsync() => RunAsync("reset");

    /// <summary>Kills the host's nova-compute as a power cut would.</summary>
    public Task KillAsync(string host) => RunAsync("kill", host);

    /// <summary>Starts the host's nova-compute and waits until it is up.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="guests">What has become of its guests: gone, stopped or kept.</param>
    public Task StartAsync(string host, string guests) => RunAsync("start", host, "--guests", guests);

    /// <summary>Lets a guest stop by itself, as if its qemu had died. Nova hears of it 15 s later.</summary>
    public Task CrashAsync(Guid server) => RunAsync("crash", $"{server}");

    /// <summary>Boots servers on a host and waits until they are active.</summary>
    public async Task<IReadOnlyList<Guid>> BootAsync(string host, int count, params string[] metadata)
    {
        string[] options = [.. metadata.SelectMany(pair => new[] { "--metadata", pair })];
        var ids = await RunAsync(["boot", host, $"{count}", .. options]);
        return [.. ids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
    }

    /// <summary>The lab's command for the Python original, such as <c>up --fresh</c>.</summary>
    public Task ReferenceAsync(params string[] words) => RunAsync(["masakari-ref", .. words]);

    /// <summary>Every process with pid and state; all of them must run.</summary>
    public Task<string> StatusAsync() => RunAsync("status");

    private static string? Script
    {
        get
        {
            if (Environment.GetEnvironmentVariable("MASAKARI_LAB") is { Length: > 0 } told)
                return told;
            var beside = Path.GetFullPath(Checkout.File("..", "shared", "lab", "lab"));
            return File.Exists(beside) ? beside : null;
        }
    }

    private Task<string> RunAsync(params string[] words) => Tool.RunAsync(script, words, Nothing, "", Verb);

    [GeneratedRegex("^export (?<name>[A-Z_]+)='(?<value>[^']*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}
