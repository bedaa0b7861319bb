using System.Text.Json;

namespace Masakari.Tests.RealCloud;

/// <summary>The real <c>openstack</c> client with the lab's administrator; it finds the service through Keystone's catalogue.</summary>
internal sealed class OpenStackCli(Lab lab)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs one command, such as <c>notification show UUID</c>; returns its JSON.</summary>
    public async Task<JsonElement> ShowAsync(params string[] words) =>
        JsonDocument.Parse(await Tool.RunAsync("openstack", [.. words, "-f", "json"], lab.Account, "", Limit)).RootElement;

    /// <summary>Runs a command and returns its table, as a person sees it.</summary>
    public Task<string> TableAsync(params string[] words) => Tool.RunAsync("openstack", words, lab.Account, "", Limit);

    /// <summary>
    /// Creates things, one command each, in one run of the client (its start takes most of the time); returns their uuids.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> CreateAsync(params string[] commands)
    {
        var input = string.Concat(commands.Select(command => $"{command} -f value -c uuid\n"));
        var lines = (await Tool.RunAsync("openstack", [], lab.Account, input, Limit)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(commands.Length), string.Join('\n', lines));
        return [.. lines.Select(Guid.Parse)];
    }
}
