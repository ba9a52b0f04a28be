using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Proposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "approval",
                table: "actions",
                type: "text",
                nullable: false,
                defaultValue: "approved"); // those there are were the manager's own

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "decided_at",
                table: "actions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decided_by_name",
                table: "actions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decision_reason",
                table: "actions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_approved",
                table: "actions",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "proposed_by_id",
                table: "actions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proposed_what",
                table: "actions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "success_window_days",
                table: "actions",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "actions_proposed_by_unit",
                table: "actions",
                columns: new[] { "unit_code", "id" },
                filter: "approval = 'proposed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "actions_proposed_by_unit",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "approval",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "decided_at",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "decided_by_name",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "decision_reason",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "is_approved",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "proposed_by_id",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "proposed_what",
                table: "actions");

            migrationBuilder.DropColumn(
                name: "success_window_days",
                table: "actions");
        }
    }
}
