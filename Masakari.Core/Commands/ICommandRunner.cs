namespace Masakari.Core.Commands;

/// <summary>Runs commands of the operator. The caller has asked for permission: the command starts within the call.</summary>
internal interface ICommandRunner
{
    /// <summary>
    /// Runs a command to its end, its time limit or <paramref name="ct"/>. Whatever ends it, no process of it is left, unless
    /// <see cref="CommandCall.MayLeaveProcesses"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up, and the command was killed.</exception>
    Task<CommandEnd> RunAsync(CommandCall call, CancellationToken ct);
}
