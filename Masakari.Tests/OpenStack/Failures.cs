using Masakari.Core.OpenStack;

namespace Masakari.Tests.OpenStack;

/// <summary>How calls fail.</summary>
internal static class Failures
{
    /// <summary>What a call that must fail throws.</summary>
    public static async Task<OpenStackException> OfAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (OpenStackException e)
        {
            return e;
        }

        throw new AssertionException("The call should have failed.");
    }
}
