using System.Threading.Channels;

namespace Masakari.Core.Recovery.Claims;

/// <summary>
/// Who takes a claim waits for the counter of epochs, one after the other. When hundreds of guests crash at once, their recoveries take
/// their claims a few at a time: the claim of a host must not wait for all of them.
/// </summary>
internal sealed class ClaimTurns
{
    /// <summary>More would only wait for each other.</summary>
    public const int Guests = 4;

    /// <summary>One item for each guest whose claim is being taken: who writes to a full channel waits.</summary>
    private readonly Channel<bool> taking = Channel.CreateBounded<bool>(Guests);

    /// <summary>Waits until these subjects may be taken. Disposing of the result lets the next one go on.</summary>
    public async Task<IDisposable?> WaitAsync(IEnumerable<ClaimSubject> subjects, CancellationToken ct)
    {
        if (!subjects.All(subject => subject.Kind == ClaimKind.Instance)) return null;
        await taking.Writer.WriteAsync(true, ct);
        return new Turn(taking.Reader);
    }

    private sealed class Turn(ChannelReader<bool> taking) : IDisposable
    {
        public void Dispose() => taking.TryRead(out _);
    }
}
