using Masakari.Tests.Docs;

namespace Masakari.Tests.RealCloud;

/// <summary>
/// The README's commands for the real clients and for the installation run as they stand there. Only names of hosts, addresses and paths are
/// those of this machine, and the account and the service in the catalogue have other names, because the lab has those of the README already.
/// </summary>
[Explicit("Takes four minutes; publishes the program."), Category("RealCloud"), Category("Long")]
internal sealed class ReadmeInLabTests
{
    private const string Host = "compute1";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1), Limit = TimeSpan.FromMinutes(5);
    private static readonly Dictionary<string, string> Nothing = [];

    private ServiceDatabase? database;
    private MasakariProcess? masakari;

    [TearDown]
    public async Task EndAsync()
    {
        if (masakari is not null) await masakari.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        (masakari, database) = (null, null);
        await TheLab.Lab.ResetAsync();
    }

    [Test]
    public async Task The_openstack_client_registers_and_reports_a_host()
    {
        var root = new Uri($"http://127.0.0.1:{TheLab.Lab["LAB_MASAKARI_PORT"]}/");
        await TheLab.Lab.ResetAsync();
        database = await ServiceDatabase.CreateAsync(TheLab.Lab);
        masakari = await MasakariProcess.StartAsync(LabConf.For(TheLab.Lab, database.Url), root);
        await TheLab.Lab.BootAsync(Host, 1);
        await TheLab.Lab.KillAsync(Host);

        await ShellAsync($$"""
            own=$(openstack service list -f value -c ID -c Type | awk '$2 == "instance-ha" { print $1 }')
            openstack service set --type aside $own
            trap 'openstack service delete readme; openstack service set --type instance-ha $own; openstack user delete readme' EXIT
            {{Block("openstack user create", root).Replace("masakari", "readme", StringComparison.Ordinal)}}
            {{Block("openstack segment create", root)}}
            {{Block("openstack compute service set --down", root).Split('\n')[0]}}
            """);
        var confirmed = await masakari.ManageAsync("confirm-down", Host);
        var list = await Poll.UntilAsync(
            "end of the recovery", () => ShellAsync("openstack notification list -f value -c status"), status => status.Trim() == "finished", Interval, Limit);

        await TestContext.Out.WriteLineAsync($"{confirmed}{list}");
        using var nova = await LabNova.LogInAsync(TheLab.Lab);
        Assert.That((await nova.ServersAsync()).Select(server => server.Host), Has.None.EqualTo(Host));
    }

    [Test]
    public async Task The_published_program_is_installed()
    {
        var folder = Directory.CreateTempSubdirectory("masakari-install-");
        var commands = Block("./build.sh publish", new Uri("http://127.0.0.1/")).Split('\n').Where(line => !line.StartsWith("masakari ", StringComparison.Ordinal))
            .Select(line => line.Replace("/usr/lib/masakari", $"{folder.FullName}/lib", StringComparison.Ordinal)
                .Replace("/usr/bin/masakari", $"{folder.FullName}/masakari", StringComparison.Ordinal));

        var said = await Tool.RunAsync("bash", ["-e"], Nothing, $$"""
            sudo() { "$@"; }
            cd {{Checkout.Root}}
            {{string.Join('\n', commands)}}
            export DOTNET_ROOT=$(dirname $(readlink -f $(command -v dotnet)))
            {{folder.FullName}}/masakari --version
            """, Limit);

        Assert.That(said, Does.Contain("0.1.0"));
        folder.Delete(recursive: true);
    }

    private static string Block(string with, Uri root) => Page.Of("README.md").Blocks("").Single(block => block.Contains(with, StringComparison.Ordinal))
        .Replace("http://controller:15868", root.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal)
        .Replace("compute-1", Host, StringComparison.Ordinal).Trim('\n');

    private static Task<string> ShellAsync(string commands) => Tool.RunAsync("bash", ["-e"], TheLab.Lab.Account, commands, Limit);
}
