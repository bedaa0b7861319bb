namespace Masakari.Host.Api.Edge;

/// <summary>The address of the client, as a trusted proxy gives it.</summary>
internal sealed record ClientAddress(string Text)
{
    /// <summary>The address from the trusted proxy, or else the address of the connection.</summary>
    public static string Of(HttpContext http) =>
        http.Features.Get<ClientAddress>()?.Text ?? http.Connection.RemoteIpAddress?.ToString() ?? "-";
}
