using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary><c>masakari conf sample</c>: writes a sample from the options that the service, or the monitors, read.</summary>
internal static class ConfSampleVerb
{
    public static int Run<T>(Func<Conf, T> readAll, TextWriter output, string project = ConfSources.Service)
    {
        SampleWriter.Write(conf => readAll(conf), output, project);
        return 0;
    }
}
