using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Processes.Migrations
{
    /// <inheritdoc />
    public partial class StepDeviations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "small_numbers",
                columns: table => new
                {
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    below = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_small_numbers", x => x.valid_from);
                });

            migrationBuilder.CreateTable(
                name: "step_deviations",
                columns: table => new
                {
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    activity_id = table.Column<Guid>(type: "uuid", nullable: true),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: true),
                    harm = table.Column<string>(type: "text", nullable: true),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_deviations", x => x.deviation_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_step_deviations_activity_id_occurred_on",
                table: "step_deviations",
                columns: new[] { "activity_id", "occurred_on" },
                filter: "activity_id is not null")
                .Annotation("Npgsql:IndexInclude", new[] { "unit_code", "kind", "harm" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "small_numbers");

            migrationBuilder.DropTable(
                name: "step_deviations");
        }
    }
}
