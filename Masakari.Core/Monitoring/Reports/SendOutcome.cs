using Masakari.Core.OpenStack;

namespace Masakari.Core.Monitoring.Reports;

/// <summary>What became of an attempt to send a report.</summary>
/// <param name="Result">What the sender does next.</param>
/// <param name="Reason">The service's words, or those of the failure.</param>
internal sealed record SendOutcome(SendResult Result, string Reason)
{
    public static SendOutcome Accepted { get; } = new(SendResult.Accepted, "");

    /// <summary>
    /// Tells the rejections apart by their texts, which this service and the Python original share. What cannot be told apart is tried again:
    /// the answer may be one of a proxy, or of Keystone.
    /// </summary>
    public static SendOutcome Of(OpenStackException failure) => new(Judge(failure), failure.Message);

    private static SendResult Judge(OpenStackException failure) => failure switch
    {
        { NoToken: true } or { Status: null } => SendResult.Away,
        { Said: null } => SendResult.Failed,
        { Status: 400 } when Says(failure, "could not be found") => SendResult.HostUnknown,
        { Status: 400 } => SendResult.Rejected,
        { Status: 409 } when Says(failure, "duplicate") => SendResult.Known,
        { Status: 409 } when Says(failure, "maintenance") => SendResult.OnMaintenance,
        _ => SendResult.Failed,
    };

    private static bool Says(OpenStackException failure, string words) =>
        failure.Said!.Contains(words, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The kinds of <see cref="SendOutcome"/>.</summary>
internal enum SendResult
{
    /// <summary>The service has stored the report.</summary>
    Accepted,

    /// <summary>The service has an equal report already.</summary>
    Known,

    /// <summary>The host is on maintenance: the service ignores what happens on it.</summary>
    OnMaintenance,

    /// <summary>The service does not know the host. Somebody may register it, or correct the name.</summary>
    HostUnknown,

    /// <summary>The service finds the report malformed, and always will.</summary>
    Rejected,

    /// <summary>The service, or something before it, answered with an error.</summary>
    Failed,

    /// <summary>The service or Keystone did not answer.</summary>
    Away,
}
