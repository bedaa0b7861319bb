namespace Masakari.Host.Sandbox;

/// <summary>What a server has that Nova never evacuates.</summary>
internal enum EvacuationBar
{
    None,

    /// <summary>An emulated TPM (Nova: OperationNotSupportedForVTPM).</summary>
    Vtpm,

    /// <summary>A Manila share (Nova: ForbiddenWithShare).</summary>
    Share,

    /// <summary>A port with an accelerator (Nova: ForbiddenPortsWithAccelerator).</summary>
    AcceleratorPort,
}
