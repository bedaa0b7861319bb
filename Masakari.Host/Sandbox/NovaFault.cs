namespace Masakari.Host.Sandbox;

/// <summary>Nova's error answers.</summary>
internal static class NovaFault
{
    public static SimulatedAnswer BadRequest(string message) => Of(400, message);

    public static SimulatedAnswer Forbidden(string policy) => Of(403, $"Policy doesn't allow {policy} to be performed.");

    /// <summary>What Nova says when its own code fails.</summary>
    public static SimulatedAnswer Unexpected() => Of(
        500, "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.");

    public static SimulatedAnswer NotFound(string message) => Of(404, message);

    public static SimulatedAnswer Conflict(string message) => Of(409, message);

    public static SimulatedAnswer Of(int status, string message) =>
        SimulatedAnswer.Of(status, new Dictionary<string, object> { [Word(status)] = new { code = status, message } });

    private static string Word(int status) => status switch
    {
        400 => "badRequest",
        403 => "forbidden",
        404 => "itemNotFound",
        405 => "badMethod",
        409 => "conflictingRequest",
        413 or 429 => "overLimit",
        501 => "notImplemented",
        503 => "serviceUnavailable",
        _ => "computeFault",
    };
}
