using System.Net;
using System.Net.Sockets;
using Masakari.Core.Monitoring.Reports;

namespace Masakari.Core.Monitoring.Hosts.Opinions;

/// <summary>
/// Whether the SSH port of a host answers. A host that does not answer counts as silent only when the port of another host answers: else it
/// is our own network that fails.
/// </summary>
/// <param name="port">The port, mostly 22.</param>
/// <param name="limit">The time limit for one connection.</param>
/// <param name="own">This host, which proves nothing.</param>
/// <param name="clock">The time.</param>
/// <param name="connect">Opens a connection and closes it; throws <see cref="SocketException"/>.</param>
internal sealed class SshOpinion(
    int port, TimeSpan limit, MonitoredHost own, TimeProvider clock, Func<DnsEndPoint, CancellationToken, Task> connect) : IOpinion
{
    private const int OthersAtMost = 3;

    public async Task<Opinion> AskAsync(string hostName, ClusterView view, CancellationToken ct)
    {
        var (answers, why) = await AnswersAsync(hostName, ct);
        if (answers == true) return new Opinion(OpinionAnswer.Alive, $"its SSH port {port} answers ({why})");
        if (answers is null) return new Opinion(OpinionAnswer.CannotTell, $"its SSH port {port} cannot be tried ({why})");
        var others = view.Hosts.Where(host => host.Value.State == HostState.Online && host.Key != view.OwnName && !own.Is(host.Key))
            .Select(host => host.Key).Take(OthersAtMost).ToList();
        var works = await Task.WhenAll(others.Select(async other => (Name: other, (await AnswersAsync(other, ct)).Answers)));
        return works.FirstOrDefault(other => other.Answers == true).Name is { } proof
            ? new Opinion(OpinionAnswer.Silent, $"its SSH port {port} does not answer ({why}), and that of {proof} does")
            : new Opinion(
                OpinionAnswer.CannotTell, $"no SSH port {port} answers, of {hostName} or of {Text(others)}: the fault may be here");
    }

    /// <returns>Whether something answers at its address; <see langword="null"/> = that cannot be tried.</returns>
    private async Task<(bool? Answers, string Why)> AnswersAsync(string hostName, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            await connect(new DnsEndPoint(hostName, port), either.Token);
            return (true, "it accepts connections");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return (true, "its system refuses the connection");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostUnreachable or SocketError.HostDown or SocketError.TimedOut)
        {
            return (false, e.Message);
        }
        catch (SocketException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (false, $"no answer within {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>Real connections.</summary>
    public static async Task ConnectAsync(DnsEndPoint to, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(to, ct);
    }

    private static string Text(List<string> others) => others.Count == 0 ? "any other host" : string.Join(", ", others);
}
