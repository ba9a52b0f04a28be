namespace Huset.Competence.Features.Delegations;

/// <summary>The slices of delegations, in one list.</summary>
public static class DelegationRoutes
{
    public static void AddDelegations(this IServiceCollection services)
    {
        services.AddScoped<DelegationWork>();
        services.AddScoped<EndDelegations>();
        services.AddScoped<WriteDelegation.Handler>();
        services.AddScoped<SignDelegation.Handler>();
        services.AddScoped<WithdrawDelegation.Handler>();
        services.AddScoped<ListDelegations.Handler>();
        services.AddScoped<ListRecipients.Handler>();
        services.AddHostedService<KeepDelegations>();
    }

    public static void MapDelegations(this RouteGroupBuilder competence)
    {
        var delegations = competence.MapGroup("/delegations").WithTags("delegations");
        WriteDelegation.Map(delegations);
        ListDelegations.Map(delegations, competence.MapGroup("/me"));
        ListRecipients.Map(delegations);
        SignDelegation.Map(delegations);
        WithdrawDelegation.Map(delegations);
    }
}
