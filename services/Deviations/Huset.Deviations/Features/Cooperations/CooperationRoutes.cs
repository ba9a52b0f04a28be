namespace Huset.Deviations.Features.Cooperations;

/// <summary>The slices of what is sent to other principals, in one list.</summary>
public static class CooperationRoutes
{
    public static void AddCooperations(this IServiceCollection services)
    {
        services.AddScoped<SendToPartner.Handler>();
        services.AddScoped<FollowCooperation.Handler>();
        services.AddScoped<ListCooperations.Handler>();
        services.AddScoped<SetPartner.Handler>();
    }

    public static void MapCooperations(this RouteGroupBuilder deviations, RouteGroupBuilder all)
    {
        SendToPartner.Map(deviations);
        var cooperations = all.MapGroup("/cooperations").WithTags("cooperations");
        ListCooperations.Map(cooperations);
        FollowCooperation.Map(cooperations);
        SetPartner.Map(all.MapGroup("/partners").WithTags("partners"));
    }
}
