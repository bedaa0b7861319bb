namespace Masakari.Core.OpenStack.Identity;

/// <summary>What the API asks of Keystone: whose token is this? Nothing is cached here; every call asks Keystone.</summary>
public interface IIdentity
{
    /// <summary>Looks a token up.</summary>
    /// <param name="subjectToken">The caller's token, without surrounding blanks.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns><see langword="null"/> when Keystone does not know it, or it has expired or was revoked.</returns>
    /// <exception cref="OpenStackException">Keystone could not be asked: no answer, an error, or our own account is refused.</exception>
    Task<ValidatedToken?> ValidateAsync(string subjectToken, CancellationToken ct);

    /// <summary>As <see cref="ValidateAsync"/>, but a token that expired lately still counts: for requests that carry a good service token besides.</summary>
    /// <exception cref="OpenStackException">Keystone could not be asked.</exception>
    Task<ValidatedToken?> ValidateEvenIfExpiredAsync(string subjectToken, CancellationToken ct);
}
