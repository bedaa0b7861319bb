using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Masakari.Tests.OpenStack.Nova;

namespace Masakari.Tests.RealCloud;

/// <summary>The clients against the real Keystone and Nova.</summary>
[Category("RealCloud")]
internal sealed class NovaClientRealCloudTests
{
    private readonly FakeLogCollector log = new();
    private ServiceProvider? provider;

    private INova Nova => provider!.GetRequiredService<INova>();

    private INovaChanges Changes => provider!.GetRequiredService<INovaChanges>();

    [OneTimeSetUp]
    public void Connect()
    {
        var account = Account();
        provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(log)).SetMinimumLevel(LogLevel.Debug))
            .AddOpenStack(new NovaOptions { Credentials = account }, new IdentityOptions { Credentials = account })
            .BuildServiceProvider();
    }

    [OneTimeTearDown]
    public async Task DisconnectAsync()
    {
        provider?.Dispose();
        await TheLab.Lab.ResetAsync();
    }

    [TearDown]
    public void ShowCalls()
    {
        foreach (var line in log.Lines) TestContext.Out.WriteLine(line);
        log.Clear();
    }

    [Test]
    public async Task Finds_each_compute_service_by_its_name()
    {
        var services = (await Nova.ListServicesAsync(default)).Value;

        var found = await Task.WhenAll(services.Select(service => Nova.FindServiceAsync(service.Host, default)));

        Assert.Multiple(() =>
        {
            Assert.That(found, Is.Not.Empty);
            Assert.That(found.Select(reading => reading.Value!.Id), Is.EqualTo(services.Select(service => service.Id)));
            Assert.That(found.Select(reading => reading.Value!.UpdatedAt), Has.All.Not.Null);
        });
    }

    [Test]
    public async Task Finds_nothing_of_a_host_that_does_not_exist()
    {
        Assert.Multiple(async () =>
        {
            Assert.That((await Nova.FindServiceAsync("no-such-host", default)).Value, Is.Null);
            Assert.That((await Nova.ListServersAsync("no-such-host", default)).IsEmpty, Is.True);
            Assert.That(await Nova.CountRunningAsync("no-such-host", default), Is.Null);
            Assert.That(await Nova.ListEvacuationsAsync("no-such-host", default), Is.Empty);
            Assert.That(await Nova.FindServerAsync(Guid.NewGuid(), default), Is.Null);
        });
    }

    [Test]
    public async Task Shows_a_lock_and_its_end()
    {
        var server = (await TheLab.Lab.BootAsync("compute2", 1)).Single();

        await Changes.LockAsync(server, OpenPermit.Instance, default);
        var locked = await Nova.FindServerAsync(server, default);
        await Changes.UnlockAsync(server, OpenPermit.Instance, default);
        var unlocked = await Nova.FindServerAsync(server, default);

        Assert.Multiple(() =>
        {
            Assert.That(locked!.Locked, Is.True);
            Assert.That(unlocked!.Locked, Is.False);
        });
    }

    [Test]
    public void Tells_the_text_of_a_refused_evacuation()
    {
        var evacuate = async () => await Changes.EvacuateAsync(Guid.NewGuid(), null, OpenPermit.Instance, default);

        Assert.That(
            evacuate,
            Throws.InstanceOf<OpenStackException>().With.Property("Kind").EqualTo(FailureKind.NotFound).And.Message.Contains("could not be found"));
    }

    [Test]
    public async Task Knows_whose_token_it_is()
    {
        var identity = provider!.GetRequiredService<IIdentity>();
        using var rest = new RestClient("Keystone", SocketTransport.Create(new TransportOptions()), TimeProvider.System, NullLogger.Instance);
        var retry = new ReadRetry(TimeProvider.System, Random.Shared, NullLogger.Instance);
        var keystone = new KeystoneClient(rest, retry, new KeystoneClock(NullLogger.Instance), NullLogger.Instance);
        var token = await keystone.LogInAsync(Account(), default);

        var owner = await identity.ValidateAsync(token.Value, default);

        Assert.Multiple(async () =>
        {
            Assert.That(owner!.UserName, Is.EqualTo(TheLab.Lab["LAB_MASAKARI_USERNAME"]));
            Assert.That(owner.ProjectName, Is.EqualTo(TheLab.Lab["LAB_MASAKARI_PROJECT_NAME"]));
            Assert.That(owner.Roles, Does.Contain("admin"));
            Assert.That(await identity.ValidateAsync("gAAAAABno-such-token", default), Is.Null);
        });
    }

    [Test]
    public async Task Sees_evacuations_through_the_watch()
    {
        var watcher = provider!.GetRequiredService<ServerWatcher>();
        await TheLab.Lab.BootAsync("compute3", 2);
        await TheLab.Lab.KillAsync("compute3");
        var down = await Poll.UntilAsync(
            "compute3 down", async () => (await Nova.FindServiceAsync("compute3", default)).Value!, service => !service.Up, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        var servers = (await Nova.ListServersAsync(down.Host, default)).Readable;

        var moved = await Task.WhenAll(servers.Select(async server =>
        {
            await Changes.EvacuateAsync(server.Id, null, OpenPermit.Instance, default);
            return await watcher.UntilAsync(server, down.Host, view => IsElsewhere(view, down.Host) ? view : null, TimeSpan.FromSeconds(90), default);
        }));

        Assert.Multiple(() =>
        {
            Assert.That(moved, Is.Not.Empty.And.All.Not.Null);
            Assert.That(moved.Select(view => view!.Server!.VmState), Has.All.EqualTo("active"));
        });
    }

    private static bool IsElsewhere(InstanceView view, string source) =>
        view.Evacuations.Any(record => record.IsDone) && view.Server is { TaskState: null } server && server.Host != source;

    private static KeystoneCredentials Account() => new()
    {
        AuthUrl = new Uri(TheLab.Lab["OS_AUTH_URL"]),
        UserName = TheLab.Lab["LAB_MASAKARI_USERNAME"],
        Password = TheLab.Lab["LAB_MASAKARI_PASSWORD"],
        ProjectName = TheLab.Lab["LAB_MASAKARI_PROJECT_NAME"],
        UserDomainName = TheLab.Lab["LAB_MASAKARI_DOMAIN_NAME"],
        ProjectDomainName = TheLab.Lab["LAB_MASAKARI_DOMAIN_NAME"],
    };
}
