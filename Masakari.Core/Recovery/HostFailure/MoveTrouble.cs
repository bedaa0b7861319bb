namespace Masakari.Core.Recovery.HostFailure;

/// <summary>Whether the failure of a move is that of its instance, or a trouble of the cloud that may meet all instances.</summary>
internal enum MoveTrouble
{
    /// <summary>It is the instance's, or not known.</summary>
    Own,

    /// <summary>Nova or Keystone did not answer.</summary>
    NovaAway,

    /// <summary>Nova's scheduler found no host for it.</summary>
    NoValidHost,

    /// <summary>It could not be built on its destination.</summary>
    BuildFailed,
}
