using System.CommandLine;
using System.Security.Cryptography;
using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Http;
using Masakari.Core.OpenStack.InstanceHa;

namespace Masakari.Host.Cli.Client;

/// <summary>Runs the deed of a client verb: reads the account, logs in, and turns each failure into one line.</summary>
/// <param name="output">The answer.</param>
/// <param name="errors">One line when there is none; the exchange with <c>--debug</c>.</param>
/// <param name="around">What the process has.</param>
internal sealed class ClientRun(TextWriter output, TextWriter errors, Surroundings around)
{
    private readonly List<ClientOptions> sets = [];

    /// <summary>Adds the account's options to a place of the command line.</summary>
    public void Accept(ClientOptions options) => sets.Add(options);

    /// <summary>Lets a command do a deed.</summary>
    public void Sets(Command command, Func<ClientSession, CancellationToken, Task<int>> deed) =>
        command.SetAction((parsed, ct) => RunAsync(parsed, deed, ct));

    /// <summary>The same for a deed that cannot fail in its own way.</summary>
    public void Sets(Command command, Func<ClientSession, CancellationToken, Task> deed) => Sets(command, async (session, ct) =>
    {
        await deed(session, ct);
        return 0;
    });

    private async Task<int> RunAsync(ParseResult command, Func<ClientSession, CancellationToken, Task<int>> deed, CancellationToken ct)
    {
        var mask = new SecretMask();
        try
        {
            var settings = Settings.Read(command, sets, around);
            mask.Add(settings.Secrets);
            return await CallAsync(command, CallerAccount.Of(settings), mask, deed, ct);
        }
        catch (CliException problem)
        {
            return Say(problem.Message, problem.ExitCode);
        }
        catch (CryptographicException problem)
        {
            return Say($"OS_CACERT: the file cannot be used: {problem.Message}", exitCode: 2);
        }
    }

    private async Task<int> CallAsync(
        ParseResult command, InstanceHaOptions account, SecretMask mask, Func<ClientSession, CancellationToken, Task<int>> deed,
        CancellationToken ct)
    {
        var trouble = new ApiTrouble(account, mask.Of);
        try
        {
            using var connection = new InstanceHaConnection(TransportOf(command, mask), around.Clock);
            var api = await connection.OpenAsync(account, ct);
            return await deed(new ClientSession(api, command, output, errors, around) { Clean = mask.Of, Trouble = trouble }, ct);
        }
        catch (OpenStackException problem)
        {
            return Say(trouble.Line(problem), exitCode: 1);
        }
    }

    private int Say(string line, int exitCode)
    {
        errors.WriteLine($"masakari: {AlignedTable.OneLine(line)}");
        return exitCode;
    }

    private Transport TransportOf(ParseResult command, SecretMask mask) => sets.Any(set => set.IsDebug(command))
        ? options => new HttpTrace(around.Transport(options), errors, mask, around.Clock)
        : around.Transport;
}
