using Masakari.Core.Configuration;

namespace Masakari.Host.Cli;

/// <summary><c>masakari conf sample</c>: writes masakari.conf.sample from the options that the service reads.</summary>
internal static class ConfSampleVerb
{
    public static int Run<T>(Func<Conf, T> readAll, TextWriter output)
    {
        SampleWriter.Write(conf => readAll(conf), output);
        return 0;
    }
}
