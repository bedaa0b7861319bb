namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>Asks the IPMI controller of a host whether its power is off.</summary>
internal sealed class PowerStatus(ClusterTools tools, TimeSpan limit)
{
    /// <summary>ipmitool's -E reads it: on the command line every account of the host could read the password.</summary>
    private const string PasswordVariable = "IPMI_PASSWORD";

    public async Task<Power> AskAsync(string hostName, IReadOnlyList<IpmiDevice> devices, CancellationToken ct)
    {
        if (devices.FirstOrDefault(device => device.IsFor(hostName)) is not { } device)
            return new Power(IsOff: null, "the cluster has not fenced it, and no fencing device names an IPMI controller for it");
        var answer = await tools.RunAsync(
            ["ipmitool", "-I", device.Interface, "-H", device.Address, "-U", device.User, "-E", "power", "status"],
            new Dictionary<string, string> { [PasswordVariable] = device.Password }, limit, ct);
        if (answer.Trouble is { } why) return new Power(IsOff: null, $"its IPMI controller {device.Address} cannot be asked: {why}");
        return answer.Text.Contains("Power is off", StringComparison.OrdinalIgnoreCase)
            ? new Power(IsOff: true, $"its IPMI controller {device.Address} says that its power is off")
            : new Power(IsOff: false, $"its IPMI controller {device.Address} says: {answer.Text.Trim()}");
    }
}
