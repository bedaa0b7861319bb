namespace Masakari.Host.Service;

/// <summary>Which part of the service a process is.</summary>
internal enum ServiceRole
{
    /// <summary>API and engine.</summary>
    All,

    /// <summary>Only the API: nothing is recovered here.</summary>
    Api,

    /// <summary>Only the engine: one more worker on the same claims, without a listener.</summary>
    Engine,
}
