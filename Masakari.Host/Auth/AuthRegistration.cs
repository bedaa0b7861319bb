using Masakari.Host.Auth.Policy;

namespace Masakari.Host.Auth;

internal static class AuthRegistration
{
    public static IServiceCollection AddAuth(this IServiceCollection services, AuthOptions options, PolicyOptions policy)
    {
        services.AddSingleton(options).AddSingleton<TokenCache>();
        services.AddSingleton(policy).AddSingleton<RemotePolicy>().AddSingleton<PolicyGate>();
        return options.AsksKeystone
            ? services.AddSingleton<CallerTokens>().AddSingleton<IAuthenticator, KeystoneAuthenticator>()
            : services.AddSingleton<IAuthenticator, EverybodyIsAdmin>();
    }
}
