namespace Masakari.Tests.RealHost;

/// <summary>What tests of pacemaker need of the machine.</summary>
internal static class PacemakerMachine
{
    /// <summary>Skips the test on a machine without pacemaker's tools; in CI they must be there.</summary>
    public static void NeedTools() => Need(
        File.Exists("/usr/sbin/cibadmin") && File.Exists("/usr/sbin/crm_mon"),
        "pacemaker's tools are not installed (Debian: pacemaker-cli-utils)");

    /// <summary>Skips the test where no cluster can be run; in CI it must be possible.</summary>
    public static void NeedCluster()
    {
        NeedTools();
        Need(
            File.Exists("/usr/sbin/corosync") && File.Exists("/usr/sbin/pacemakerd"),
            "corosync or pacemaker is not installed (Debian: corosync, pacemaker)");
        Need(Environment.UserName == "root", "a cluster in network namespaces needs root");
    }

    private static void Need(bool there, string what)
    {
        if (there) return;
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) Assert.Fail(what);
        Assert.Ignore(what);
    }
}
