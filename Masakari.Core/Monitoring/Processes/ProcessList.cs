using Microsoft.Extensions.Logging;

namespace Masakari.Core.Monitoring.Processes;

/// <summary>The list in force: the last one that could be read.</summary>
internal sealed class ProcessList(ProcessOptions options, ILogger<ProcessList> logger)
{
    private readonly Lock reading = new();
    private string said = "";

    /// <summary>The processes to watch; <see langword="null"/> while no list could be read.</summary>
    public IReadOnlyList<WatchedProcess>? Current { get; private set; }

    /// <summary>Why the file cannot be used at present; <see langword="null"/> = it was read.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Reads the file again. What is wrong with it is logged when it changes.</summary>
    public void Refresh()
    {
        lock (reading)    // a small local file
        {
            var reader = new ProcessListReader(options.ListPath);
            try
            {
                Current = reader.Read();
                if (Trouble is not null) logger.ListReadAgain(options.ListPath, Current.Count);
                Trouble = null;
                Say(string.Join("; ", reader.Warnings), logger.ListHasUnknownKeys);
            }
            catch (ProcessListException problem)
            {
                Trouble = problem.Message;
                Say(problem.Message, Current is null ? logger.NoList : logger.ListNotUsed);
            }
        }
    }

    private void Say(string what, Action<string> log)
    {
        if (what.Length > 0 && what != said) log(what);
        said = what;
    }
}
