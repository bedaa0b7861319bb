namespace Masakari.Core.Monitoring.Processes;

/// <summary>What the monitor remembers of one process between two checks.</summary>
internal sealed class ProcessState
{
    /// <summary>The restarts since the process was last seen to run.</summary>
    public int Restarts { get; private set; }

    /// <summary>The process is not restarted before.</summary>
    public DateTimeOffset NextRestart { get; private set; }

    /// <summary>Why the last restart failed; <see langword="null"/> = its commands worked.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether it was reported since it was last seen to run. It is not restarted any more then.</summary>
    public bool IsReported { get; private set; }

    /// <returns>Whether it did not run before.</returns>
    public bool Runs()
    {
        var was = Restarts > 0 || IsReported;
        (Restarts, NextRestart, Trouble, IsReported) = (0, DateTimeOffset.MinValue, null, false);
        return was;
    }

    public void Restarted(string? trouble, DateTimeOffset next) => (Restarts, Trouble, NextRestart) = (Restarts + 1, trouble, next);

    /// <summary>Its start was ordered: it may take until then to come up.</summary>
    public void Started(DateTimeOffset next) => NextRestart = next;

    public void Reported() => IsReported = true;
}
