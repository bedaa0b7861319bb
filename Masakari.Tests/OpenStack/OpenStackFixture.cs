using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.Identity;
using Masakari.Core.OpenStack.Nova;
using Masakari.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Masakari.Tests.OpenStack;

/// <summary>The OpenStack room, registered as in the service, on a scripted cloud and a fake clock.</summary>
internal sealed class OpenStackFixture : IAsyncDisposable
{
    private readonly ServiceProvider provider;

    public OpenStackFixture(Func<KeystoneCredentials, KeystoneCredentials>? change = null)
    {
        Cloud = new ScriptedCloud(Clock);
        var account = new KeystoneCredentials
        {
            AuthUrl = new Uri("http://cloud/identity/v3"),
            UserName = "masakari",
            Password = "pass-word",
            UserDomainName = "default",
            ProjectName = "service",
            ProjectDomainName = "default",
        };
        account = change?.Invoke(account) ?? account;
        provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Log)).SetMinimumLevel(LogLevel.Trace))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<Random>(new Middling())
            .AddSingleton<Transport>(_ => Cloud)
            .AddOpenStack(new NovaOptions { Credentials = account }, new IdentityOptions { Credentials = account })
            .BuildServiceProvider();
    }

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public ScriptedCloud Cloud { get; }

    public FakeLogCollector Log { get; } = new();

    public INova Nova => provider.GetRequiredService<INova>();

    public INovaChanges Changes => provider.GetRequiredService<INovaChanges>();

    public IIdentity Identity => provider.GetRequiredService<IIdentity>();

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    private sealed class Middling : Random
    {
        public override double NextDouble() => 0.5;
    }
}
