namespace Masakari.Core.Monitoring.Libvirt;

/// <summary>What became of a ping of a guest agent.</summary>
internal enum AgentAnswer
{
    /// <summary>The agent answered.</summary>
    Answered,

    /// <summary>No agent is connected, or it did not answer in time.</summary>
    Silent,

    /// <summary>Nobody knows: the guest stopped meanwhile, or somebody else uses its agent. It says nothing about the guest.</summary>
    Unknown,
}
