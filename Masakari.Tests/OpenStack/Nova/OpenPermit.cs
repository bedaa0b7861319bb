using Masakari.Core.OpenStack.Nova;

namespace Masakari.Tests.OpenStack.Nova;

/// <summary>Lets every change go.</summary>
internal sealed class OpenPermit : IChangePermit
{
    public static OpenPermit Instance { get; } = new();

    public Task<bool> MayGoAsync(CancellationToken ct) => Task.FromResult(true);
}
